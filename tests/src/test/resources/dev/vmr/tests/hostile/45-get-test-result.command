# TPM2_GetTestResult
8001      tag: no sessions
0000000a  size
0000017c  TPM_CC_GetTestResult
