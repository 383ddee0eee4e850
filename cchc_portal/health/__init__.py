"""What machines ask of the portal: is it alive, is it ready, how is it doing."""
