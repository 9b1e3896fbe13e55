"""Whether an address is among those that a token is good for (address_in_subnet, lib/moodlelib.php)."""

from ipaddress import ip_address, ip_network


def is_among(address: str, subnets: str) -> bool:
    """Whether `address` is in a list of subnets: `192.0.2.10`, `192.0.2.0/24`, `192.0.2.`, `192.0.2.1-9`.

    What is no subnet holds no address.
    """
    return any(_holds(one.strip(), address) for one in subnets.split(",") if one.strip())


def _holds(subnet: str, address: str) -> bool:
    start, dash, last = subnet.rpartition("-")
    if dash:
        front, _, first = start.rpartition(".")
        place, _, number = address.rpartition(".")
        bounds = (first, number, last)
        return (
            front == place
            and all(map(str.isdigit, bounds))
            and int(first) <= int(number) <= int(last)
        )
    try:
        return ip_address(address) in ip_network(subnet, strict=False)
    except ValueError:
        # Only the first numbers: 192.0.2 or 192.0.2. with the dot.
        return "/" not in subnet and f"{address}.".startswith(f"{subnet.rstrip('.')}.")
