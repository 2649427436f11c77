"""Lost customers, one by one."""
