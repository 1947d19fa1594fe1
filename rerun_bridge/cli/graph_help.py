"""The help of the verbs that read a running graph."""

from __future__ import annotations

from rerun_bridge.cli.exit_codes import CODES_HELP

__all__ = ['DOCTOR_HELP', 'DOCTOR_MORE', 'LIVE_HELP', 'LIVE_MORE', 'TOPICS_HELP', 'TOPICS_MORE']

TOPICS_HELP = """\
Say what is published on a ROS graph, and what would be drawn of it.
"""

TOPICS_MORE = f"""\
examples:
  rerun-bridge topics                      # the domain of ROS_DOMAIN_ID, else 0
  rerun-bridge topics --domain 7 --hidden
  rerun-bridge topics -c my.yaml           # what that configuration takes

{CODES_HELP}"""

DOCTOR_HELP = """\
Say why topics of a running robot are not shown, or not as they should be.

Listens for a few seconds as `rerun-bridge live` does, with the same options,
and forwards nothing. Without a TOPIC it looks at all of them and names what is
wrong, and what to do about it.
"""

DOCTOR_MORE = """\
what it looks for:
  nobody publishes the topic, or nothing came     another domain, name, network
  it is excluded, hidden, not included            and by which pattern
  the QoS asks for more than is offered           live.qos_overrides
  nobody knows its type; it does not decode       --definitions
  no transform connects its frame with the others
  its stamps are far from the clock               use_sim_time, restamp
  messages are lost on the way, or dropped here   buffers of sockets, the queue
  the viewer is missing, or too old

examples:
  rerun-bridge doctor                      # all that is wrong
  rerun-bridge doctor /scan /points        # all there is to know of two topics
  rerun-bridge doctor --wait 30 -c my.yaml # longer, with a configuration

exit codes:
  0  nothing is wrong
  1  nobody is on the graph, or it cannot be joined
  2  the command line or the configuration is wrong
  3  something is wrong; the report says what
"""

LIVE_HELP = """\
Forward what a running robot publishes, until Ctrl-C.

Topics are found as they come and go; each goes to the entity of its name.
"""

LIVE_MORE = f"""\
where it goes: one viewer, a page and a file, or any of them
  --spawn                 a viewer that is started here
  --connect [IP:PORT]     a viewer that is there (default 127.0.0.1:9876)
  --serve                 a page in a browser
  --save FILE.rrd         a file

what is read:
  --source dds            a DDS domain, with no ROS installed (Cyclone DDS)
  --source ros            the graph of the ROS 2 that is sourced, by its middleware
  CYCLONEDDS_URI is respected, as ROS's middleware does: interface, peers …

A viewer that is slow or gone never slows the robot down: what does not fit
into the queue is dropped, pictures and clouds first, and counted. What is
forwarded, dropped and found is in the recording, too, below `rerun_bridge`.

while it runs:
  Ctrl-C ends it: what came until then is written, and a table says what
  became of it. SIGHUP has it read topics, rules and frames of the
  configuration anew.

with a simulation:
  --sim-time              times are those of /clock; nothing is forwarded
                          before its first message, and a new recording
                          begins where it goes back

examples:
  rerun-bridge live --spawn
  rerun-bridge live --domain 7 --save drive.rrd -x '/camera/**'
  rerun-bridge live --connect 192.168.0.5:9876 --serve --save drive.rrd
  rerun-bridge doctor         # something is missing?

{CODES_HELP}"""
