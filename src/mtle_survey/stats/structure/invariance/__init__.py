"""Whether items measure the same in every group or wave."""
