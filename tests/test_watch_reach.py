"""Which hosts may be reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.watch.reach import NOWHERE, Permit, is_public

PRIVATE = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
    192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
    255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::a00:1
    100::1 2001:db8::1 2001:0:0a00:1::f5ff:fffe 2002:7f00:1:: 2002:a00:1::1 fc00::1 fd12:3456::1 fe80::1 fec0::1
    ff02::1 localhost 127.1 x
""".split()
PUBLIC = """
    1.1.1.1 93.184.216.34 172.15.0.1 172.32.0.1 192.169.0.1 100.128.0.1 2606:2800:220:1::1 ::ffff:93.184.216.34
    64:ff9b::5db8:d822 2002:5db8:d822::1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_in_another_form_is_the_same(address: object) -> None:
    assert is_public(f"::ffff:{address}") is is_public(str(address))


@given(st.text())
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert isinstance(is_public(text), bool)


def test_a_permit_is_for_one_host_and_port() -> None:
    permit = Permit("inner.example", 80)
    assert permit.allows_private("inner.example", 80)
    assert permit.allows_private("inner.example", 443)  # a server that turns to https
    assert not permit.allows_private("inner.example", 8080)
    assert not permit.allows_private("other.example", 80)
    assert not NOWHERE.allows_private("inner.example", 80)
    assert not Permit("inner.example", 80, private=False).allows_private("inner.example", 80)


@pytest.mark.parametrize(("port", "allowed"), [(80, True), (443, True), (8080, True), (22, False), (25, False)])
def test_ports(port: int, allowed: bool) -> None:
    assert NOWHERE.allows_port("a.example", port) is allowed
    assert Permit("a.example", port).allows_port("a.example", port)
