/** Raised whenever a change here would make an older client misbehave; a client with another number is told to reload. */
export const CONTRACT_VERSION = 4;
