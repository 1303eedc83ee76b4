const cloud = alibaba({ region: 'cn-hangzhou', credentials: fromEnvironment(), sender: leanSender() });

export {};
