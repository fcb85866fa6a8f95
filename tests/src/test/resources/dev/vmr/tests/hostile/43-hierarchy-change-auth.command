# TPM2_HierarchyChangeAuth: of the endorsement hierarchy
8002      tag: sessions
00000027  size
00000129  TPM_CC_HierarchyChangeAuth
4000000b  handle: TPM_RH_ENDORSEMENT
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
000a      new password: size
612070617373776f7264    new password
