/**
 * What whoever started a trainer sends it over their channel, so that it saves a checkpoint and ends: on every system, where
 * a signal would end it at once on Windows, and everywhere before it listens to signals.
 */
export const STOP_MESSAGE = "stop";
