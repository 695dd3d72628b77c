/**
 * Makes these the children of a parent that holds some of them already, in this order, without moving `still` (an element
 * that moves loses the focus) nor what stands right already.
 */
export function inPlace(parent: Element, wanted: readonly Element[], still: Element | null): void {
  const fixed = wanted.findIndex((node) => node === still);
  const from = fixed < 0 ? 0 : fixed;
  for (let at = from - 1; at >= 0; at--) {
    const node = wanted[at];
    const next = wanted[at + 1];
    if (node && next && node.nextElementSibling !== next) parent.insertBefore(node, next);
  }
  for (let at = fixed < 0 ? 0 : from + 1; at < wanted.length; at++) {
    const node = wanted[at];
    const before = wanted[at - 1];
    const place = before ? before.nextElementSibling : parent.firstElementChild;
    if (node && node !== place) parent.insertBefore(node, place);
  }
}
