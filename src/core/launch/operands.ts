/** The first argument that's no option, and what follows it. `valued`: options whose value is the next argument. */
export function operands(args: readonly string[], valued: string): readonly string[] {
  const takesNext = new Set(valued.split(' '));
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') return args.slice(index + 1);
    if (takesNext.has(arg)) index++;
    else if (!arg.startsWith('-') || arg === '-') return args.slice(index);
  }
  return [];
}
