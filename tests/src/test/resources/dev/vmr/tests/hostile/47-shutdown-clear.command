# TPM2_Shutdown: CLEAR
8001      tag: no sessions
0000000c  size
00000145  TPM_CC_Shutdown
0000      TPM_SU_CLEAR
