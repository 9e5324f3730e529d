"""What can go wrong between here and the cloud, played at the wire before a real worker."""
