"""The drill: everything an operator does to running services, done while clients watch."""
