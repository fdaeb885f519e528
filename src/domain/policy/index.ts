export {
  CALENDARS,
  FIRST_YEAR_OF_GRADE,
  inForce,
  POLICY_TOPICS,
  type PolicyTopic,
  type PolicyVersion,
  SIGNING_CHAINS,
  UNIT_COUNTS,
  versionOn,
} from './policies.ts';
