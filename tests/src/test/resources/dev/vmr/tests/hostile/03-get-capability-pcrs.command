# TPM2_GetCapability: the allocation of PCRs
8001      tag: no sessions
00000016  size
0000017a  TPM_CC_GetCapability
00000005  TPM_CAP_PCRS
00000000  property
00000001  count
