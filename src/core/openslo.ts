/** The version of OpenSLO that is read and written. */
export const openSloVersion = 'openslo/v1';
/** `metricSource.type` of an indicator of ours. */
export const openSloSource = 'Aftershock';
