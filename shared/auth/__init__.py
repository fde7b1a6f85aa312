"""Bearer tokens: how they look, where they are kept, and who comes in with one."""
