const guarded = createNat(
  { search: baidu({ region: 'bj', credentials: fromEnvironment() }) },
  { guards: { search: { ceilings: { purchasesPerDay: 5 } } } },
);
console.log(guarded.aliases);

export {};
