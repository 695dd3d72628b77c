import type { Translate } from '../../src/core/text/translate';
import type { ChartModel } from '../model';
import { Choice } from './choice';

/** The drop-downs beside the filter: how much is shown, and which kinds. */
export function filterChoices(model: ChartModel, t: Translate): HTMLElement[] {
  const scope = new Choice(
    t('How much is shown'),
    [
      ['workspace', t('Workspace')],
      ['everything', t('Everything')],
    ] as const,
    (chosen) => model.filterBy({ scope: chosen }),
  );
  const kind = new Choice(
    t('Which kinds are shown'),
    [
      ['all', t('All kinds')],
      ['listeners', t('Listeners')],
      ['connections', t('Connections')],
      ['tcp', 'TCP'],
      ['udp', 'UDP'],
      ['unix', 'Unix'],
      ['other', t('Other kinds')],
    ] as const,
    (chosen) => model.filterBy({ kind: chosen }),
  );
  const update = (): void => {
    scope.value = model.filter.choice.scope;
    kind.value = model.filter.choice.kind;
  };
  model.onDidChange(({ filter }) => {
    if (filter) update();
  });
  update();
  return [scope.element, kind.element];
}
