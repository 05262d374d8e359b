"""The graph over HTTP: SPARQL 1.1 Protocol, and pages for people, beside builds that go on writing."""
