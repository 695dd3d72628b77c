import type { SystemWords } from '../../core/stop/systemWords';

/** How Linux is spoken to: signal(7), kill(1), ss(8), systemctl(1). */
export const LINUX_WORDS: SystemWords = {
  politeSignal: 'SIGTERM',
  forcedSignal: 'SIGKILL',
  killCommand: (pid, force) => `sudo kill ${force ? '-9 ' : ''}${pid}`,
  holderCommand: (protocol, port) => `sudo ss -Hanp${protocol === 'udp' ? 'u' : 't'} 'sport = ${port}'`,
  serviceStopCommand: ({ unit, ofUser }) => `${ofUser ? 'systemctl --user' : 'sudo systemctl'} stop ${unit}`,
};
