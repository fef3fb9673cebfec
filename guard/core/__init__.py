"""What the whole guard shares: the model, the policy, the ports, and decide. No I/O."""
