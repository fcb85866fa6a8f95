# TPM2_ReadClock
8001      tag: no sessions
0000000a  size
00000181  TPM_CC_ReadClock
