; The installer for Windows: per machine, in Chinese and English, silent with /S [/RETENTION=days] [/D=folder] and the
; switches of ui/console/provision_setup.py, which say what the unit chose for this computer.
; Built by scripts/package-windows.sh, which defines VERSION, PROGRAM (the folder PyInstaller made), ICON and OUTPUT.
; Exit codes: 0 installed, 1 cancelled, 2 /RETENTION is not 1 to 3650, 3 a running 密哨 could not be ended,
; 4 %ProgramData%\mishao is a link, 5 a file could not be replaced or removed, 6 installed, but not
; set up as the unit chose (%ProgramData%\mishao\provision.log says why). The uninstaller has 3 and
; 5, which whoever starts it sees with _?=folder alone.
Unicode true
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WordFunc.nsh

Name "密哨 MiShao"
OutFile "${OUTPUT}"
InstallDir "$PROGRAMFILES64\MiShao"
RequestExecutionLevel admin
SetCompressor zlib
BrandingText "密哨 ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "密哨 MiShao"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "密哨：仅用于连接互联网的非涉密计算机"
VIAddVersionKey LegalCopyright "Apache-2.0"

!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\MiShao"
!define START_MENU "$SMPROGRAMS\密哨.lnk"
!define ONLY_ADMINISTRATORS "O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
!define OWNER_AND_LIST 0x80000005
!define LINK 0x400

Var Days
Var DaysShown
Var DaysField
Var Ran

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartAsUser
Page custom PurposeShown PurposeLeft
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE SimpChinese
!insertmacro MUI_LANGUAGE English

LangString Purpose ${LANG_SIMPCHINESE} "仅用于连接互联网的非涉密计算机。$\r$\n不得安装在涉密计算机和涉密网络。"
LangString Purpose ${LANG_ENGLISH} "仅用于连接互联网的非涉密计算机，不得安装在涉密计算机和涉密网络。$\r$\nOnly for computers that are connected to the internet and do not handle state secrets."
LangString PurposeTitle ${LANG_SIMPCHINESE} "安装之前"
LangString PurposeTitle ${LANG_ENGLISH} "Before it is installed"
LangString DaysAsked ${LANG_SIMPCHINESE} "被拦下的内容加密暂存在本机，多少天后自动销毁（1 到 3650）："
LangString DaysAsked ${LANG_ENGLISH} "What is stopped is kept on this computer, encrypted. It is destroyed after this many days (1 to 3650):"
LangString DaysWrong ${LANG_SIMPCHINESE} "天数请写 1 到 3650 的整数。"
LangString DaysWrong ${LANG_ENGLISH} "Please write a whole number of days, 1 to 3650."
LangString StillRuns ${LANG_SIMPCHINESE} "密哨还在运行，结束不了。请注销后再试。"
LangString StillRuns ${LANG_ENGLISH} "MiShao still runs and cannot be ended. Please sign out and try again."
LangString IsLink ${LANG_SIMPCHINESE} "$APPDATA\mishao 是一个链接，不能确认设置放在哪里。请管理员检查、删除后再试。"
LangString IsLink ${LANG_ENGLISH} "$APPDATA\mishao is a link: nobody knows where settings would be. Please have an administrator look at it and remove it, then try again."

LangString NotProvisioned ${LANG_SIMPCHINESE} "密哨装好了，但没有照单位的设置布置好。为什么：$APPDATA\mishao\provision.log"
LangString NotProvisioned ${LANG_ENGLISH} "MiShao is installed, but not set up as the unit chose. Why: $APPDATA\mishao\provision.log"
LangString BesideAsked ${LANG_SIMPCHINESE} "旁边有一个 mishao-provision.toml，写着规则从哪里取、信任谁的签名。照它布置这台电脑吗？不是信息中心给的，请选“否”。"
LangString BesideAsked ${LANG_ENGLISH} "A mishao-provision.toml is beside this program. It says where rules come from and whose signatures are trusted. Set up this computer as it says? Choose No unless your IT office gave it to you."

LangString NotWhole ${LANG_SIMPCHINESE} "$INSTDIR 里有文件换不掉或删不掉，可能别的程序正开着它。请注销或重新启动后再运行一次。"
LangString NotWhole ${LANG_ENGLISH} "A file in $INSTDIR cannot be replaced or removed; another program may have it open. Please sign out or restart, then run this again."

; ------------------------------------------------------------------ how long held content is kept
!macro RetentionFile
    SetShellVarContext all
    StrCpy $R9 "$APPDATA\mishao\retention.toml"
!macroend

; Days: what was given on the command line, else what was chosen before, else 30. DaysShown: what the page shows at first,
; nothing where they were given; a file in a form that only the program understands may have other days.
Function ChooseDays
    !insertmacro RetentionFile
    StrCpy $Days 30
    ClearErrors
    FileOpen $0 $R9 r
    ${IfNot} ${Errors}
        ${Do}
            ClearErrors
            FileRead $0 $1
            ${If} ${Errors}
                ${Break}
            ${EndIf}
            ${WordFind} $1 "=" "+1" $2
            ${WordFind} $2 " " "+1" $2
            ${If} $2 == "days"
                ${WordFind} $1 "=" "+2" $1
                ${WordFind} $1 " " "+1" $1
                IntOp $Days $1 + 0
            ${EndIf}
        ${Loop}
        FileClose $0
    ${EndIf}
    Call CheckDays
    Pop $0
    ${If} $0 == wrong
        StrCpy $Days 30
    ${EndIf}
    StrCpy $DaysShown $Days
    ${GetParameters} $0
    ${WordReplace} $0 '"' "" "+" $0 ; GetOptions passes over a switch that is quoted as a whole
    ClearErrors
    ${GetOptions} $0 "/RETENTION=" $1
    ${IfNot} ${Errors}
        ${WordFind} $1 " " "+1" $1
        StrCpy $Days $1
        StrCpy $DaysShown ""
    ${EndIf}
    Call CheckDays
    Pop $0
    ${If} $0 == wrong
        MessageBox MB_OK|MB_ICONSTOP "$(DaysWrong)" /SD IDOK
        SetErrorLevel 2
        Quit
    ${EndIf}
FunctionEnd

Function CheckDays
    IntOp $0 $Days + 0
    ${If} $0 != $Days
    ${OrIf} $0 < 1
    ${OrIf} $0 > 3650
        Push wrong
    ${Else}
        Push right
    ${EndIf}
FunctionEnd

Function PurposeShown
    !insertmacro MUI_HEADER_TEXT "$(PurposeTitle)" "密哨 ${VERSION}"
    nsDialogs::Create 1018
    Pop $0
    ${NSD_CreateLabel} 0 4u 100% 40u "$(Purpose)"
    Pop $0
    CreateFont $1 "$(^Font)" 11 700
    SendMessage $0 ${WM_SETFONT} $1 1
    ${NSD_CreateLabel} 0 60u 100% 20u "$(DaysAsked)"
    Pop $0
    ${NSD_CreateNumber} 0 82u 40u 12u "$Days"
    Pop $DaysField
    nsDialogs::Show
FunctionEnd

Function PurposeLeft
    ${NSD_GetText} $DaysField $Days
    Call CheckDays
    Pop $0
    ${If} $0 == wrong
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(DaysWrong)"
        Abort
    ${EndIf}
FunctionEnd

!macro OnlyAdministrators PATH
    System::Call 'advapi32::ConvertStringSecurityDescriptorToSecurityDescriptorW(w "${ONLY_ADMINISTRATORS}", i 1, *p .r1, p 0)'
    System::Call 'advapi32::SetFileSecurityW(w "${PATH}", i ${OWNER_AND_LIST}, p r1)'
    System::Call 'kernel32::LocalFree(p r1)'
!macroend

; Everybody may make this folder: a link is refused.
Function TakeFolder
    !insertmacro RetentionFile
    System::Call 'kernel32::GetFileAttributesW(w "$APPDATA\mishao") i.r0'
    ${If} $0 != -1
        IntOp $0 $0 & ${LINK}
        ${If} $0 != 0
            MessageBox MB_OK|MB_ICONSTOP "$(IsLink)" /SD IDOK
            SetErrorLevel 4
            Quit
        ${EndIf}
    ${EndIf}
    CreateDirectory "$APPDATA\mishao"
    !insertmacro OnlyAdministrators "$APPDATA\mishao"
FunctionEnd

; A file that is there already is not written through. It stays unless days were chosen: it is the administrator's, or what
; the unit chose, and one of somebody else is not obeyed.
Function WriteDays
    !insertmacro RetentionFile
    ${If} ${FileExists} $R9
    ${AndIf} $Days == $DaysShown
        Return
    ${EndIf}
    Delete $R9
    FileOpen $0 $R9 w
    FileWrite $0 "days = $Days$\r$\n"
    FileClose $0
    !insertmacro OnlyAdministrators "$R9"
FunctionEnd

; ------------------------------------------------------------------ what the unit chose for this computer
; The program reads the command line itself, and mishao-provision.toml beside this program: nothing is cut at a blank, a
; slash or a quote. Asked for at a double click: a file that was downloaded with it is not obeyed without a word.
Function Provision
    ${GetParameters} $0
    System::Call 'kernel32::SetEnvironmentVariableW(w "MISHAO_SETUP", w r0)'
    System::Call 'kernel32::SetEnvironmentVariableW(w "MISHAO_SETUP_FOLDER", w "$EXEDIR")'
    ${IfNot} ${Silent}
    ${AndIf} ${FileExists} "$EXEDIR\mishao-provision.toml"
        MessageBox MB_YESNO|MB_ICONQUESTION "$(BesideAsked)" IDYES obeyed
        System::Call 'kernel32::SetEnvironmentVariableW(w "MISHAO_SETUP_FOLDER", w "$INSTDIR")'
        obeyed:
    ${EndIf}
    nsExec::Exec /TIMEOUT=120000 '"$INSTDIR\mishao.exe" provision --of-setup'
    Pop $0
    ${If} $0 != 0
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(NotProvisioned)" /SD IDOK
        SetErrorLevel 6
    ${EndIf}
FunctionEnd

; ------------------------------------------------------------------ a running 密哨
; The guard of this user ends itself: it lets go of the clipboard, and the journal says why. Trays, and what other
; users run, are ended: what is held is on disk.
!macro EndRunning un
Function ${un}EndRunning
    ${IfNot} ${FileExists} "$INSTDIR\mishao.exe"
        Return
    ${EndIf}
    ; A program that runs cannot be opened for writing. Looked at before it is asked to end: where 停止 is locked, it refuses.
    StrCpy $Ran yes
    ClearErrors
    FileOpen $0 "$INSTDIR\mishaow.exe" a
    ${IfNot} ${Errors}
        FileClose $0
        StrCpy $Ran no
    ${EndIf}
    nsExec::Exec /TIMEOUT=60000 '"$INSTDIR\mishao.exe" stop --reason "安装程序"'
    Pop $0
    nsExec::Exec /TIMEOUT=60000 '"$SYSDIR\taskkill.exe" /F /IM mishaow.exe /IM mishao.exe'
    Pop $0
    StrCpy $1 0
    ${Do}
        ClearErrors
        FileOpen $0 "$INSTDIR\mishaow.exe" a
        ${IfNot} ${Errors}
            FileClose $0
            Return
        ${EndIf}
        Sleep 500
        IntOp $1 $1 + 1
    ${LoopUntil} $1 > 60
    MessageBox MB_OK|MB_ICONSTOP "$(StillRuns)" /SD IDOK
    SetErrorLevel 3
    Quit
FunctionEnd
!macroend
!insertmacro EndRunning ""
!insertmacro EndRunning "un."

; The installer is an administrator; the tray must not be one. What the desktop starts is its user's.
Function StartAsUser
    Exec '"$WINDIR\explorer.exe" "$INSTDIR\mishaow.exe"'
FunctionEnd

; What is left of another version beside this one is no program: neither the version nor the way to remove it is changed.
!macro QuitUnlessWhole
    ${If} ${Errors}
        MessageBox MB_OK|MB_ICONSTOP "$(NotWhole)" /SD IDOK
        SetErrorLevel 5
        Quit
    ${EndIf}
!macroend

!macro RemoveProgram
    RMDir /r "$INSTDIR\_internal"
    RMDir /r "$INSTDIR\licences"
    RMDir /r "$INSTDIR\policies"
    Delete "$INSTDIR\mishao.exe"
    Delete "$INSTDIR\mishaow.exe"
    Delete "$INSTDIR\LICENSE"
!macroend

; ------------------------------------------------------------------ install, uninstall
Function .onInit
    SetRegView 64
    ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
    ${If} $0 != ""
        StrCpy $INSTDIR $0
    ${EndIf}
    Call ChooseDays
FunctionEnd

Function un.onInit
    SetRegView 64
    SetShellVarContext all
FunctionEnd

Section
    SetShellVarContext all
    Call TakeFolder
    Call EndRunning
    ClearErrors
    !insertmacro RemoveProgram
    SetErrorLevel 5 ; for whoever cancels at a file that cannot be written
    SetOutPath "$INSTDIR"
    File /r "${PROGRAM}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    !insertmacro QuitUnlessWhole
    SetErrorLevel 0
    Call Provision
    Call WriteDays
    CreateShortCut "${START_MENU}" "$INSTDIR\mishaow.exe"
    WriteRegStr HKLM "${RUN}" "MiShao" '"$INSTDIR\mishaow.exe"'
    WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "密哨 MiShao"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayIcon" "$INSTDIR\mishaow.exe"
    WriteRegStr HKLM "${UNINSTALL}" "Publisher" "MiShao"
    WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    IntFmt $0 "0x%08X" $0
    WriteRegDWORD HKLM "${UNINSTALL}" "EstimatedSize" "$0"
    ${If} ${Silent}
    ${AndIf} $Ran == yes
        Call StartAsUser
    ${EndIf}
SectionEnd

; What users hold, their settings and keys stay, and so does %ProgramData%\mishao, which is the administrator's.
Section Uninstall
    Call un.EndRunning
    Delete "${START_MENU}"
    DeleteRegValue HKLM "${RUN}" "MiShao"
    DeleteRegValue HKCU "${RUN}" "MiShao"
    ClearErrors
    !insertmacro RemoveProgram
    !insertmacro QuitUnlessWhole
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    DeleteRegKey HKLM "${UNINSTALL}"
SectionEnd
