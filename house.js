// The house (ARCHITECTURE.md): which room may import which. ESLint asks here for the file that is open in an editor,
// test/unit/architecture.test.ts for all of them.
const { posix } = require('node:path');

/** `paths`: folders or single files; `imports`: rooms, single files of rooms, packages, and `node:` for Node's own modules. */
const HOUSE = require('./house.json');

const isIn = (file, path) => file === path || file.startsWith(`${path}/`);

/** The longest path of a room that a file lies in. */
const roomPathOf = (file) =>
  HOUSE.flatMap(({ paths }) => paths)
    .filter((path) => isIn(file, path))
    .sort((a, b) => b.length - a.length)[0];

const roomOf = (file) => HOUSE.find(({ paths }) => paths.includes(roomPathOf(file)));

/** A room says nothing of a room within it: `src/platform` does not let `src/platform/linux` in. */
const covers = (entry, target) => isIn(target, entry) && entry.length >= (roomPathOf(target) ?? '').length;

/**
 * What the file's room allows that covers this import: an entry of its `imports`, or `own` where it stays in the room;
 * `undefined` where nothing does.
 */
function allowanceOf(file, specifier) {
  const room = roomOf(file);
  if (!room) return undefined;
  if (!specifier.startsWith('.')) {
    const name = specifier.startsWith('node:') ? 'node:' : specifier;
    return room.imports.find((entry) => entry === name);
  }
  const target = posix.join(posix.dirname(file), specifier);
  const candidates = [target, `${target}.ts`];
  if (candidates.some((candidate) => roomOf(candidate) === room)) return 'own';
  return room.imports.find((entry) => candidates.some((candidate) => covers(entry, candidate)));
}

module.exports = { HOUSE, allowanceOf, roomOf };
