"""Networks: which addresses are one caller, for whoever counts them. Knows no protocol."""

from ipaddress import IPv6Address, ip_address


def network_of(address: str) -> str:
    """The address; of IPv6 the network of 64 bits, which one host may use whole. What is no address is itself."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped) if known.ipv4_mapped else known.exploded[:19]
