emulator.faults.append({ kind: 'throttle', cloud: 'baidu', count: 3 });
emulator.faults.append({ kind: 'reset-after', operation: 'CreateNat', count: 1 }); // done, and the response is lost
emulator.faults.append({ kind: 'stuck', cloud: 'alibaba', count: 1 }); // accepted, and never ends

export {};
