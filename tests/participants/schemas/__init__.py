"""Query strings and rendered resources."""
