"""How an order of one or two keys is told to statements that take any."""

from participants_service.domain.listings import Order, SortKey


def order_values(orders: tuple[Order, ...]) -> dict[str, object]:
    """Return the values of `first_is_created`, both signs and `ids_descending`."""
    first, *others = orders
    return {
        "first_is_created": first.key is SortKey.CREATED_AT,
        "first_sign": _sign(first),
        # Times nothing, every record is equal in the second key.
        "second_sign": _sign(others[0]) if others else 0,
        "ids_descending": orders[-1].descending,
    }


def _sign(order: Order) -> int:
    return -1 if order.descending else 1
