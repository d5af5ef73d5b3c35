"""Usage: by-mininet.py HOSTS. Hosts on one Linux bridge, without a controller, in Mininet; prints the seconds that
building and starting took, without those of starting Python and importing Mininet."""

import sys
import time

from mininet.net import Mininet
from mininet.nodelib import LinuxBridge
from mininet.topo import SingleSwitchTopo

hosts = int(sys.argv[1])
begun = time.monotonic()
net = Mininet(
    topo=SingleSwitchTopo(k=hosts),
    switch=LinuxBridge,
    controller=None,
    ipBase="10.0.0.0/16",
    autoSetMacs=True,
)
net.start()
seconds = time.monotonic() - begun
print("seconds", seconds)
# One packet from end to end: what was built works.
loss = net.ping([net.hosts[0], net.hosts[-1]], timeout="5")
if loss > 0:
    sys.exit("the topology that Mininet built does not carry packets")
