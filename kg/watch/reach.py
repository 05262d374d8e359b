"""Which hosts may be reached: no feed or redirect from outside leads into the user's own network.

The address that is checked is the one that is connected to (see `kg.watch.network`), so a name that changes its
address between the two gains nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

__all__ = ["NOWHERE", "Permit", "is_public"]

# What `ipaddress` of some Python versions takes for public (IANA special-purpose registries; RFC 7526 for 6to4 relays).
_SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "5f00::/16", "100::/64")))
# IPv6 networks that stand for IPv4 addresses, with the bit at which these begin (RFC 6052, RFC 8215, RFC 3056).
_WRAPPED = ((ip_network("64:ff9b::/96"), 0), (ip_network("64:ff9b:1::/48"), 0), (ip_network("2002::/16"), 80))
_WEB = frozenset({80, 443})
_SYSTEM_PORTS = 1024  # mail, name and file servers have theirs below it


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet.

    >>> is_public("93.184.216.34"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (True, False, False)
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if inner := _inner(address):
            return is_public(str(inner))
        if address.scope_id or address.is_site_local:
            return False
    special = any(address in network for network in _SPECIAL if network.version == address.version)
    return address.is_global and not (special or address.is_multicast or address.is_reserved)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.teredo:
        return address.teredo[1]
    if int(address) >> 32 == 0 and int(address) > 1:
        return IPv4Address(int(address))
    for network, bit in _WRAPPED:
        if address in network:
            return IPv4Address(int(address) >> bit & 0xFFFFFFFF)
    return None


@dataclass(frozen=True, slots=True)
class Permit:
    """What may be reached besides the open internet: the host and port of a feed that the user named, if any.

    `private` says whether that host may be one of a private network: until it is known where the feed is, and ever
    after if it is there. A host that was public when the feed was first fetched stays so, whatever its name says later.
    """

    host: str | None = None
    port: int = 0
    private: bool = True

    def covers(self, host: str, port: int) -> bool:
        """Whether a host is the one that the user named; web servers of one host on 80 and 443 are one."""
        return host == self.host and (port == self.port or {port, self.port} == _WEB)

    def allows_private(self, host: str, port: int) -> bool:
        """Whether a host may be one of a private network."""
        return self.private and self.covers(host, port)

    def allows_port(self, host: str, port: int) -> bool:
        """Whether a port is one for web pages, or named by the user."""
        return port in _WEB or port >= _SYSTEM_PORTS or self.covers(host, port)


NOWHERE = Permit()
"""Nothing but the open internet."""
