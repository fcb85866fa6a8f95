# TPM2_Shutdown: STATE
8001      tag: no sessions
0000000c  size
00000145  TPM_CC_Shutdown
0001      TPM_SU_STATE
