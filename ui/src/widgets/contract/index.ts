export * from './data';
export * from './model';
export * from './schema';
export * from './widget';
