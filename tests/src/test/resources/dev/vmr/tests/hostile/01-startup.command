# TPM2_Startup: CLEAR
8001      tag: no sessions
0000000c  size
00000144  TPM_CC_Startup
0000      TPM_SU_CLEAR
