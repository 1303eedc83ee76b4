const search = nat.use('search');
console.log(search.can('dnat.rules'));

const renewal = search.capabilities.features['billing.renew'];
if (renewal.supported) console.log('terms in months:', renewal.terms.months);
else console.log(renewal.reason, renewal.remedy, renewal.source);

export {};
