/** The same day some months later; the last day of a month that is shorter. */
export function monthsLater(instant: number, months: number): number {
  const from = new Date(instant);
  const firstOfMonth = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const target = new Date(firstOfMonth);
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), lastDay);
  return firstOfMonth + (day - 1) * 86_400_000 + (instant % 86_400_000);
}
