"""The gateway: nginx with the templates and settings of this folder."""
