export const HELP = `Portolan shows the sockets of this machine and whose they are, and stops what holds one.

  portolan ls [filter…] [--all] [--protocol tcp,…] [--json]  what is listening; with --all, every socket
  portolan who <query> [--json]                              who holds a port, an address or a Unix socket
  portolan watch [--json]                                    what opens and closes, as it happens
  portolan stop <query> [--force] [--yes] [--json]           ask its process to end, and see that it is free

A query is 3000, :3000, localhost:3000, [::1]:3000, 5353/udp, a URL, pid:81243, or the path of a Unix socket.

A filter is words that must all be found, and port:80,3000-3999 state:established user:me pid:81243 name:node
exposure:everyone proto:udp address: remote: family: type: service: command: origin: folder:. Before any, - is not;
such a one goes after --, as in: portolan ls user:me -- -name:node

  --all, -a        every socket, not just those that wait for others
  --protocol, -p   only these: tcp, udp, udplite, icmp, raw, packet, unix
  --json           one document; watch: one, then a line for every change
  --force          kill the process if it does not end when asked
  --yes, -y        do not ask first
  --help, -h       this text
  --version, -V    the version

Exit codes: 0 found or done, 1 nothing there, 2 wrong usage, 3 not permitted, 4 refused, 5 still running or held,
6 could not look, or could not write what it saw.
`;
