/** How often a property is tried; `npm run fuzz` asks for more. */
export const FUZZ_RUNS = Number(process.env['PORTOLAN_FUZZ_RUNS'] ?? 2000);
