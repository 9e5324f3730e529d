"""The bootstrap turns settings into adapters and jobs; nothing else knows both sides."""
