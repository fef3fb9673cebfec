"""How the weights of the learnt judge are made (`make learn`) and how well it judges (`make corpus-report`)."""
