# TPM2_Load: a signing key that was made below it
pcr-only: 143
8002      tag: sessions
000000f5  size
00000157  TPM_CC_Load
80000000  handle: the primary key
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
007e      private: size
0020aed02aae7c3f12e96c391184b05f2f57bedd4325d05ca942fc42753b4e25
963a001076edc34916ac5f94468d0ead1dbeff6d4a4e5a5c6c4a58c8670bfcbc
a01f0f6b23e44a4ba435f53f37c9e6d3cdde7c514fffb83e9291f7a94e526e1f
5db3fe3313044395040916be2a21a51362b53b0d8009cd15af19642fc3b2    private
0058      public: size
0023000b00040472000000100018000b0003001000207011f58fca9a000f3cb1
a36f04cbd03ff0fc903ea18f9dca3a754021d19a95430020b5e275476fb1e0f1
3661bfdf4ba2a6eee98faa4e5c96e7e345777fba208a46ea    public
