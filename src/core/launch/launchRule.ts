/** The input of a rule: the program's plain name (`python` for `/usr/bin/python3.12`), and its arguments. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
}

/** Names a call by the rule of its program: what a script belongs to, or what a runner runs. */
export type NameOf = (program: string, args: readonly string[]) => string;

/** `undefined`: the rule has nothing better than the program's name. */
export type LaunchRule = (call: Call, nameOf: NameOf) => string | undefined;
