import { element } from '../element';

/** The browser's own drop-down, which every keyboard and screen reader knows. */
export class Choice<Id extends string> {
  readonly element = element('select', 'choice');

  constructor(label: string, options: readonly (readonly [Id, string])[], chosen: (id: Id) => void) {
    this.element.ariaLabel = label;
    this.element.title = label;
    this.element.append(
      ...options.map(([id, text]) => {
        const option = element('option', '', text);
        option.value = id;
        return option;
      }),
    );
    this.element.addEventListener('change', () => {
      const option = options.find(([id]) => id === this.element.value);
      if (option) chosen(option[0]);
    });
  }

  set value(id: Id) {
    this.element.value = id;
  }
}
