import { ACTION_GROUPS, ACTION_IDS, type ActionId, actionOf, actionsAt } from '../src/core/listing/actions';
import { VIEW_COMMAND_IDS, viewCommandOf } from '../src/core/listing/viewCommands';
import { english } from '../src/core/text/translate';

/** One line of a menu, as package.json has it. */
interface MenuEntry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

/** The parts of package.json's `contributes` that the tables of core/listing say. */
export interface Contributions {
  readonly commands: readonly object[];
  readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
  readonly keybindings: readonly object[];
}

const VIEW = 'view == portolan.sockets';

/** A word of the row's list of actions. `\b`: `stop` is not in `stopAndWait`. */
const among = (key: string, action: ActionId): string => `${key} =~ /\\b${action}\\b/`;

const inSidebar = (action: ActionId): string => `${VIEW} && ${among('viewItem', action)}`;

const inChart = (action: ActionId): string =>
  `webviewId == portolan.chart && webviewSection == socket && ${among('portolanActions', action)}`;

export function contributions(): Contributions {
  return {
    commands: [
      ...VIEW_COMMAND_IDS.map((id) => {
        const { icon, enablement } = viewCommandOf(id);
        return command(id, icon, enablement);
      }),
      ...ACTION_IDS.map((id) => command(id, actionOf(id).icon)),
    ],
    menus: {
      'view/title': titleMenu(),
      'view/item/context': [
        ...actionsAt('inline').map((id, at) => ({
          command: `portolan.${id}`,
          when: inSidebar(id),
          group: `inline@${at + 1}`,
        })),
        ...rowMenu(inSidebar),
      ],
      'webview/context': rowMenu(inChart),
      commandPalette: paletteMenu(),
    },
    keybindings: ACTION_IDS.flatMap(keybindingsOf),
  };
}

/** The argument by which `actionTargets` takes the selected rows, and asks nothing if no row is selected. */
const SELECTED = { selected: true };

/**
 * A key acts on the row in focus. VS Code tells a command only the selection, so the key selects that row first;
 * `list.expand` keeps a group open, which the selection alone would fold. With several rows selected they are meant.
 */
function keybindingsOf(id: ActionId): object[] {
  const { key } = actionOf(id);
  if (!key) return [];
  const command = `portolan.${id}`;
  const when = 'focusedView == portolan.sockets && listFocus && !inputFocus';
  const commands = ['list.selectAndPreserveFocus', 'list.expand', { command, args: SELECTED }];
  return [
    { command: 'runCommands', ...key, args: { commands }, when: `${when} && !listMultiSelection` },
    { command, ...key, args: SELECTED, when: `${when} && listMultiSelection` },
  ];
}

/** The titles of package.nls.json, by key. */
export const titles = (): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...VIEW_COMMAND_IDS.map((id) => [`command.${id}`, viewCommandOf(id).title(english)]),
    ...ACTION_IDS.map((id) => [`command.${id}`, actionOf(id).title(english)]),
  ]) as Record<string, string>;

const command = (id: string, icon: string | undefined, enablement?: string): object => ({
  command: `portolan.${id}`,
  title: `%command.${id}%`,
  category: 'Portolan',
  ...(icon !== undefined && { icon: `$(${icon})` }),
  ...(enablement !== undefined && { enablement }),
});

function titleMenu(): MenuEntry[] {
  const entries = VIEW_COMMAND_IDS.flatMap((id) =>
    viewCommandOf(id).viewTitle.map(({ group, when }) => ({
      command: `portolan.${id}`,
      when: when === undefined ? VIEW : `${VIEW} && ${when}`,
      group,
    })),
  );
  // As it is read in the editor: icons, then the blocks.
  const sortKey = ({ group }: { readonly group: string }): string =>
    group.replace(/^navigation/, '0_navigation');
  return entries.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));
}

/** What stands in the menu of a row, block by block. */
function rowMenu(when: (action: ActionId) => string): MenuEntry[] {
  return ACTION_GROUPS.flatMap((group, block) =>
    actionsAt('menu')
      .filter((id) => actionOf(id).group === group)
      .map((id, at) => ({
        command: `portolan.${id}`,
        when: when(id),
        group: `${block + 1}_${group}@${at + 1}`,
      })),
  );
}

/** All others are there always. */
const paletteMenu = (): MenuEntry[] => [
  ...VIEW_COMMAND_IDS.flatMap((id) => {
    const { palette } = viewCommandOf(id);
    return palette === undefined ? [] : [{ command: `portolan.${id}`, when: palette }];
  }),
  ...ACTION_IDS.filter((id) => !actionOf(id).palette).map((id) => ({
    command: `portolan.${id}`,
    when: 'false',
  })),
];
