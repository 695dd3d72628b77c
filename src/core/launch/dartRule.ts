import { baseName } from '../text/paths';
import type { LaunchRule } from './launchRule';
import { allOperands, operands } from './operands';
import { scriptName } from './scriptName';

const VALUED = '--packages --define -D --target -t -d --device-id --web-port --web-hostname';

/** Flutter's tools are Dart's virtual machine with a snapshot of them. */
export const dart: LaunchRule = ({ args }) => {
  const [first, ...rest] = operands(args, VALUED);
  if (first === undefined) return undefined;
  const snapshot = /^(\w{1,60}?)(?:_aot)?(?:\.dart)?\.snapshot$/.exec(baseName(first).slice(0, 90))?.[1];
  if (snapshot === 'flutter_tools') return ['flutter', ...operands(rest, VALUED).slice(0, 1)].join(' ');
  if (snapshot === 'dartdev') return ['dart', ...allOperands(rest, VALUED, 2).map(scriptName)].join(' ');
  if (snapshot !== undefined) return `dart ${snapshot}`;
  const file = first === 'run' ? operands(rest, VALUED)[0] : undefined;
  return ['dart', scriptName(first), ...(file === undefined ? [] : [scriptName(file)])].join(' ');
};
