# TPM2_GetCapability: every command
8001      tag: no sessions
00000016  size
0000017a  TPM_CC_GetCapability
00000002  TPM_CAP_COMMANDS
0000011f  property: the first
00000100  count
