"""HTTP: errors, middlewares, request bodies, health, and the process that listens."""
