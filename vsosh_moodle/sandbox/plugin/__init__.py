"""The functions of local_vsosh as the sandbox has them.

The contract is docs/plugin-api.md. Nothing here is shared with the client.
"""
