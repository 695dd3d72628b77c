/** How often a property is tried; PORTOLAN_FUZZ_RUNS asks for more. */
export const FUZZ_RUNS = Number(process.env['PORTOLAN_FUZZ_RUNS'] ?? 2000);
