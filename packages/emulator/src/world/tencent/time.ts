/** For the state as plain JSON. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The documents name no time zone for times without one; Beijing is where both products come from. */
const BEIJING = 8 * 3_600_000;

/** `YYYY-MM-DD HH:MM:SS` in Beijing time. */
export function beijingTime(milliseconds: number): string {
  return new Date(milliseconds + BEIJING).toISOString().slice(0, 19).replace('T', ' ');
}

export function beijingDay(milliseconds: number): string {
  return beijingTime(milliseconds).slice(0, 10);
}
