"""What everything in the guard speaks of: the model, the policy, the ports, and decide. No I/O."""
