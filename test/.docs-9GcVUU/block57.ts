const rateLimiter = memoryRateLimiter({ perSecond: 20, burst: 20 });

export {};
